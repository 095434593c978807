package io.ternmq.client;

import io.ternmq.client.destination.TernDestination;
import io.ternmq.client.message.TernBytesMessage;
import io.ternmq.client.message.TernMapMessage;
import io.ternmq.client.message.TernMessage;
import io.ternmq.client.message.TernObjectMessage;
import io.ternmq.client.message.TernTextMessage;
import jakarta.jms.CompletionListener;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.JMSProducer;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.ObjectMessage;
import jakarta.jms.TextMessage;
import java.io.Serializable;
import java.util.AbstractSet;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A producer of the simplified API: what is set on it goes onto each message it sends. */
final class TernProducer implements JMSProducer {

    private final TernContext context;
    private final TernMessage template = new TernMessage(); // checks and converts properties as a message does

    private boolean disableId;
    private boolean disableTimestamp;
    private int deliveryMode = Message.DEFAULT_DELIVERY_MODE;
    private int priority = Message.DEFAULT_PRIORITY;
    private long timeToLive = Message.DEFAULT_TIME_TO_LIVE;
    private long deliveryDelay = Message.DEFAULT_DELIVERY_DELAY;
    private CompletionListener async;
    private String correlationId;
    private byte[] correlationBytes;
    private String type;
    private Destination replyTo;

    TernProducer(TernContext context) {
        this.context = context;
    }

    private JMSProducer with(RuntimeErrors.Action action) {
        RuntimeErrors.run(() -> {
            context.checkOpen();
            action.run();
        });
        return this;
    }

    private <T> T get(RuntimeErrors.Call<T> call) {
        return RuntimeErrors.get(() -> {
            context.checkOpen();
            return call.run();
        });
    }

    // ---- send ----

    @Override
    public JMSProducer send(Destination destination, Message message) {
        return with(() -> {
            TernDestination.from(destination); // a bad one is told before all else
            if (message != null) {
                equip(message);
            }
            SendSettings settings =
                    new SendSettings(deliveryMode, priority, timeToLive, deliveryDelay, disableId, disableTimestamp);
            context.sender().send(destination, message, settings, async);
        });
    }

    private void equip(Message message) throws JMSException {
        for (String name : names()) {
            message.setObjectProperty(name, template.getObjectProperty(name));
        }
        if (correlationId != null) {
            message.setJMSCorrelationID(correlationId);
        }
        if (correlationBytes != null) {
            message.setJMSCorrelationIDAsBytes(correlationBytes);
        }
        if (type != null) {
            message.setJMSType(type);
        }
        if (replyTo != null) {
            message.setJMSReplyTo(replyTo);
        }
    }

    @Override
    public JMSProducer send(Destination destination, String body) {
        return with(() -> {
            TextMessage message = new TernTextMessage();
            message.setText(body);
            send(destination, message);
        });
    }

    @Override
    public JMSProducer send(Destination destination, Map<String, Object> body) {
        return with(() -> {
            MapMessage message = new TernMapMessage();
            if (body != null) {
                for (Map.Entry<String, Object> entry : body.entrySet()) {
                    message.setObject(entry.getKey(), entry.getValue());
                }
            }
            send(destination, message);
        });
    }

    @Override
    public JMSProducer send(Destination destination, byte[] body) {
        return with(() -> {
            TernBytesMessage message = new TernBytesMessage();
            if (body != null) {
                message.writeBytes(body);
            }
            send(destination, message);
        });
    }

    @Override
    public JMSProducer send(Destination destination, Serializable body) {
        return with(() -> {
            ObjectMessage message = new TernObjectMessage();
            message.setObject(body);
            send(destination, message);
        });
    }

    // ---- settings ----

    @Override
    public JMSProducer setDisableMessageID(boolean value) {
        return with(() -> disableId = value);
    }

    @Override
    public boolean getDisableMessageID() {
        return get(() -> disableId);
    }

    @Override
    public JMSProducer setDisableMessageTimestamp(boolean value) {
        return with(() -> disableTimestamp = value);
    }

    @Override
    public boolean getDisableMessageTimestamp() {
        return get(() -> disableTimestamp);
    }

    @Override
    public JMSProducer setDeliveryMode(int value) {
        return with(() -> {
            SendSettings.checkDeliveryMode(value);
            deliveryMode = value;
        });
    }

    @Override
    public int getDeliveryMode() {
        return get(() -> deliveryMode);
    }

    @Override
    public JMSProducer setPriority(int value) {
        return with(() -> {
            SendSettings.checkPriority(value);
            priority = value;
        });
    }

    @Override
    public int getPriority() {
        return get(() -> priority);
    }

    @Override
    public JMSProducer setTimeToLive(long value) {
        return with(() -> {
            SendSettings.checkTimeToLive(value);
            timeToLive = value;
        });
    }

    @Override
    public long getTimeToLive() {
        return get(() -> timeToLive);
    }

    @Override
    public JMSProducer setDeliveryDelay(long value) {
        return with(() -> {
            SendSettings.checkDeliveryDelay(value);
            deliveryDelay = value;
        });
    }

    @Override
    public long getDeliveryDelay() {
        return get(() -> deliveryDelay);
    }

    @Override
    public JMSProducer setAsync(CompletionListener listener) {
        return with(() -> async = listener);
    }

    @Override
    public CompletionListener getAsync() {
        return get(() -> async);
    }

    // ---- properties and headers ----

    @Override
    public JMSProducer setProperty(String name, boolean value) {
        return with(() -> template.setBooleanProperty(name, value));
    }

    @Override
    public boolean getBooleanProperty(String name) {
        return get(() -> template.getBooleanProperty(name));
    }

    @Override
    public JMSProducer setProperty(String name, byte value) {
        return with(() -> template.setByteProperty(name, value));
    }

    @Override
    public byte getByteProperty(String name) {
        return get(() -> template.getByteProperty(name));
    }

    @Override
    public JMSProducer setProperty(String name, short value) {
        return with(() -> template.setShortProperty(name, value));
    }

    @Override
    public short getShortProperty(String name) {
        return get(() -> template.getShortProperty(name));
    }

    @Override
    public JMSProducer setProperty(String name, int value) {
        return with(() -> template.setIntProperty(name, value));
    }

    @Override
    public int getIntProperty(String name) {
        return get(() -> template.getIntProperty(name));
    }

    @Override
    public JMSProducer setProperty(String name, long value) {
        return with(() -> template.setLongProperty(name, value));
    }

    @Override
    public long getLongProperty(String name) {
        return get(() -> template.getLongProperty(name));
    }

    @Override
    public JMSProducer setProperty(String name, float value) {
        return with(() -> template.setFloatProperty(name, value));
    }

    @Override
    public float getFloatProperty(String name) {
        return get(() -> template.getFloatProperty(name));
    }

    @Override
    public JMSProducer setProperty(String name, double value) {
        return with(() -> template.setDoubleProperty(name, value));
    }

    @Override
    public double getDoubleProperty(String name) {
        return get(() -> template.getDoubleProperty(name));
    }

    @Override
    public JMSProducer setProperty(String name, String value) {
        return with(() -> template.setStringProperty(name, value));
    }

    @Override
    public String getStringProperty(String name) {
        return get(() -> template.getStringProperty(name));
    }

    @Override
    public JMSProducer setProperty(String name, Object value) {
        return with(() -> template.setObjectProperty(name, value));
    }

    @Override
    public Object getObjectProperty(String name) {
        return get(() -> template.getObjectProperty(name));
    }

    @Override
    public JMSProducer clearProperties() {
        return with(template::clearProperties);
    }

    @Override
    public boolean propertyExists(String name) {
        return get(() -> template.propertyExists(name));
    }

    @Override
    public Set<String> getPropertyNames() {
        return get(() -> Collections.unmodifiableSet(new PropertyNames()));
    }

    /** The names as they are whenever one looks. */
    private final class PropertyNames extends AbstractSet<String> {
        @Override
        public Iterator<String> iterator() {
            return names().iterator();
        }

        @Override
        public int size() {
            return names().size();
        }
    }

    private List<String> names() {
        List<String> names = new ArrayList<>();
        Enumeration<?> all = RuntimeErrors.get(template::getPropertyNames);
        while (all.hasMoreElements()) {
            names.add((String) all.nextElement());
        }
        return names;
    }

    @Override
    public JMSProducer setJMSCorrelationIDAsBytes(byte[] value) {
        return with(() -> {
            template.setJMSCorrelationIDAsBytes(value);
            correlationBytes = value == null ? null : value.clone();
            correlationId = null;
        });
    }

    @Override
    public byte[] getJMSCorrelationIDAsBytes() {
        return get(template::getJMSCorrelationIDAsBytes);
    }

    @Override
    public JMSProducer setJMSCorrelationID(String value) {
        return with(() -> {
            template.setJMSCorrelationID(value);
            correlationId = value;
            correlationBytes = null;
        });
    }

    @Override
    public String getJMSCorrelationID() {
        return get(template::getJMSCorrelationID);
    }

    @Override
    public JMSProducer setJMSType(String value) {
        return with(() -> type = value);
    }

    @Override
    public String getJMSType() {
        return get(() -> type);
    }

    @Override
    public JMSProducer setJMSReplyTo(Destination value) {
        return with(() -> replyTo = value);
    }

    @Override
    public Destination getJMSReplyTo() {
        return get(() -> replyTo);
    }
}
