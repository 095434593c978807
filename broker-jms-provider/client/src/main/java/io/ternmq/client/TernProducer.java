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
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** A producer of the simplified API: what is set on it goes onto each message it sends. */
final class TernProducer implements JMSProducer {

    private final TernContext context;
    private final TernMessage properties = new TernMessage(); // checks and converts them as a message does

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
        RuntimeErrors.run(action);
        return this;
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
        for (String name : getPropertyNames()) {
            message.setObjectProperty(name, properties.getObjectProperty(name));
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
        disableId = value;
        return this;
    }

    @Override
    public boolean getDisableMessageID() {
        return disableId;
    }

    @Override
    public JMSProducer setDisableMessageTimestamp(boolean value) {
        disableTimestamp = value;
        return this;
    }

    @Override
    public boolean getDisableMessageTimestamp() {
        return disableTimestamp;
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
        return deliveryMode;
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
        return priority;
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
        return timeToLive;
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
        return deliveryDelay;
    }

    @Override
    public JMSProducer setAsync(CompletionListener listener) {
        async = listener;
        return this;
    }

    @Override
    public CompletionListener getAsync() {
        return async;
    }

    // ---- properties and headers ----

    @Override
    public JMSProducer setProperty(String name, boolean value) {
        return with(() -> properties.setBooleanProperty(name, value));
    }

    @Override
    public boolean getBooleanProperty(String name) {
        return RuntimeErrors.get(() -> properties.getBooleanProperty(name));
    }

    @Override
    public JMSProducer setProperty(String name, byte value) {
        return with(() -> properties.setByteProperty(name, value));
    }

    @Override
    public byte getByteProperty(String name) {
        return RuntimeErrors.get(() -> properties.getByteProperty(name));
    }

    @Override
    public JMSProducer setProperty(String name, short value) {
        return with(() -> properties.setShortProperty(name, value));
    }

    @Override
    public short getShortProperty(String name) {
        return RuntimeErrors.get(() -> properties.getShortProperty(name));
    }

    @Override
    public JMSProducer setProperty(String name, int value) {
        return with(() -> properties.setIntProperty(name, value));
    }

    @Override
    public int getIntProperty(String name) {
        return RuntimeErrors.get(() -> properties.getIntProperty(name));
    }

    @Override
    public JMSProducer setProperty(String name, long value) {
        return with(() -> properties.setLongProperty(name, value));
    }

    @Override
    public long getLongProperty(String name) {
        return RuntimeErrors.get(() -> properties.getLongProperty(name));
    }

    @Override
    public JMSProducer setProperty(String name, float value) {
        return with(() -> properties.setFloatProperty(name, value));
    }

    @Override
    public float getFloatProperty(String name) {
        return RuntimeErrors.get(() -> properties.getFloatProperty(name));
    }

    @Override
    public JMSProducer setProperty(String name, double value) {
        return with(() -> properties.setDoubleProperty(name, value));
    }

    @Override
    public double getDoubleProperty(String name) {
        return RuntimeErrors.get(() -> properties.getDoubleProperty(name));
    }

    @Override
    public JMSProducer setProperty(String name, String value) {
        return with(() -> properties.setStringProperty(name, value));
    }

    @Override
    public String getStringProperty(String name) {
        return RuntimeErrors.get(() -> properties.getStringProperty(name));
    }

    @Override
    public JMSProducer setProperty(String name, Object value) {
        return with(() -> properties.setObjectProperty(name, value));
    }

    @Override
    public Object getObjectProperty(String name) {
        return RuntimeErrors.get(() -> properties.getObjectProperty(name));
    }

    @Override
    public JMSProducer clearProperties() {
        return with(properties::clearProperties);
    }

    @Override
    public boolean propertyExists(String name) {
        return RuntimeErrors.get(() -> properties.propertyExists(name));
    }

    @Override
    public Set<String> getPropertyNames() {
        Set<String> names = new LinkedHashSet<>();
        Enumeration<?> all = RuntimeErrors.get(properties::getPropertyNames);
        while (all.hasMoreElements()) {
            names.add((String) all.nextElement());
        }
        return Collections.unmodifiableSet(names);
    }

    @Override
    public JMSProducer setJMSCorrelationIDAsBytes(byte[] value) {
        correlationBytes = value == null ? null : value.clone();
        correlationId = null;
        return this;
    }

    @Override
    public byte[] getJMSCorrelationIDAsBytes() {
        return correlationBytes == null ? null : correlationBytes.clone();
    }

    @Override
    public JMSProducer setJMSCorrelationID(String value) {
        correlationId = value;
        correlationBytes = null;
        return this;
    }

    @Override
    public String getJMSCorrelationID() {
        return correlationId;
    }

    @Override
    public JMSProducer setJMSType(String value) {
        type = value;
        return this;
    }

    @Override
    public String getJMSType() {
        return type;
    }

    @Override
    public JMSProducer setJMSReplyTo(Destination value) {
        replyTo = value;
        return this;
    }

    @Override
    public Destination getJMSReplyTo() {
        return replyTo;
    }
}
