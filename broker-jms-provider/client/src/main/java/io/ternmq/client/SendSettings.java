package io.ternmq.client;

import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;

/**
 * How a message is sent (7.8 and the headers of 3.4).
 *
 * @param deliveryMode {@link DeliveryMode#PERSISTENT} or {@link DeliveryMode#NON_PERSISTENT}
 * @param priority 0 to 9
 * @param timeToLive ms, 0 for ever
 * @param deliveryDelay ms, 0 for none
 */
record SendSettings(
        int deliveryMode,
        int priority,
        long timeToLive,
        long deliveryDelay,
        boolean disableId,
        boolean disableTimestamp) {

    static void checkDeliveryMode(int mode) throws JMSException {
        if (mode != DeliveryMode.PERSISTENT && mode != DeliveryMode.NON_PERSISTENT) {
            throw new JMSException("A delivery mode is PERSISTENT (2) or NON_PERSISTENT (1), not " + mode);
        }
    }

    static void checkPriority(int priority) throws JMSException {
        if (priority < 0 || priority > 9) {
            throw new JMSException("A priority is 0 to 9, not " + priority);
        }
    }

    static void checkTimeToLive(long millis) throws JMSException {
        if (millis < 0) {
            throw new JMSException("A time to live is 0 (for ever) or more ms, not " + millis);
        }
    }

    static void checkDeliveryDelay(long millis) throws JMSException {
        if (millis < 0) {
            throw new JMSException("A delivery delay is 0 or more ms, not " + millis);
        }
    }

    boolean isPersistent() {
        return deliveryMode == DeliveryMode.PERSISTENT;
    }

    /** JMSExpiration of a message sent at that time. A sum beyond the largest time stays there, so that it is never negative. */
    long expiration(long nowMillis) {
        if (timeToLive == 0) {
            return 0;
        }
        return timeToLive > Long.MAX_VALUE - nowMillis ? Long.MAX_VALUE : nowMillis + timeToLive;
    }

    /** JMSDeliveryTime of a message sent at that time; never negative. */
    long deliveryTime(long nowMillis) {
        return deliveryDelay > Long.MAX_VALUE - nowMillis ? Long.MAX_VALUE : nowMillis + deliveryDelay;
    }
}
