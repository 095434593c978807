package io.ternmq.delivery;

import io.ternmq.message.DestinationName;
import io.ternmq.routing.BrokerMessage;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Notes what a lane sends out. */
final class Received implements Outbound {

    record Delivery(int consumer, long number, int count, String text) {}

    final List<Delivery> deliveries = new CopyOnWriteArrayList<>();
    /** Where each message was sent, as the lane says so; null where it says nothing. */
    final List<DestinationName> sentTo = new CopyOnWriteArrayList<>();

    final List<Integer> drained = new CopyOnWriteArrayList<>();
    volatile boolean ready = true;

    @Override
    public boolean isReady() {
        return ready;
    }

    @Override
    public void deliver(
            int session,
            int consumer,
            long delivery,
            int deliveryCount,
            DestinationName origin,
            BrokerMessage message) {
        sentTo.add(origin);
        deliveries.add(new Delivery(consumer, delivery, deliveryCount, Messages.text(message)));
    }

    @Override
    public void drained(int session, int consumer) {
        drained.add(consumer);
    }

    List<String> texts() {
        return deliveries.stream().map(Delivery::text).toList();
    }

    List<String> texts(int consumer) {
        return deliveries.stream()
                .filter(d -> d.consumer == consumer)
                .map(Delivery::text)
                .toList();
    }

    void clear() {
        deliveries.clear();
        drained.clear();
    }
}
