package io.ternmq.client;

import jakarta.jms.JMSConsumer;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;

/** A consumer of the simplified API. */
final class TernConsumer implements JMSConsumer {

    private static final long FOR_EVER = 0;
    private static final long NO_WAIT = -1;

    private final TernMessageConsumer consumer;

    TernConsumer(TernMessageConsumer consumer) {
        this.consumer = consumer;
    }

    @Override
    public String getMessageSelector() {
        return RuntimeErrors.get(consumer::getMessageSelector);
    }

    @Override
    public MessageListener getMessageListener() {
        return RuntimeErrors.get(consumer::getMessageListener);
    }

    @Override
    public void setMessageListener(MessageListener listener) {
        RuntimeErrors.run(() -> consumer.setMessageListener(listener));
    }

    @Override
    public Message receive() {
        return RuntimeErrors.get(consumer::receive);
    }

    @Override
    public Message receive(long timeout) {
        return RuntimeErrors.get(() -> consumer.receive(timeout));
    }

    @Override
    public Message receiveNoWait() {
        return RuntimeErrors.get(consumer::receiveNoWait);
    }

    @Override
    public <T> T receiveBody(Class<T> type) {
        return RuntimeErrors.get(() -> consumer.takeBody(type, FOR_EVER));
    }

    @Override
    public <T> T receiveBody(Class<T> type, long timeout) {
        return RuntimeErrors.get(() -> consumer.takeBody(type, timeout));
    }

    @Override
    public <T> T receiveBodyNoWait(Class<T> type) {
        return RuntimeErrors.get(() -> consumer.takeBody(type, NO_WAIT));
    }

    @Override
    public void close() {
        RuntimeErrors.run(consumer::close);
    }
}
