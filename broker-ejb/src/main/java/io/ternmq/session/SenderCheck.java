package io.ternmq.session;

import io.ternmq.message.MessageHeader;
import io.ternmq.routing.BrokerMessage;
import io.ternmq.security.Identity;
import io.ternmq.wire.ErrorCode;
import io.ternmq.wire.ProtocolException;

/** Sees to it that nobody sends in another user's name (JMSXUserID, 3.5.9). */
final class SenderCheck {

    private SenderCheck() {}

    /**
     * Looks at a message that names its sender; any other costs nothing.
     *
     * @throws ProtocolException if it names another user than the one who logged in
     */
    static void check(BrokerMessage message, Identity who) {
        if (!MessageHeader.namesUser(message.header())) {
            return;
        }
        Object named = message.decodedHeader().properties().get(MessageHeader.USER_ID);
        if (named != null
                && !named.equals(who.name())) { // null where the header cannot be read, which receivers are told
            throw new ProtocolException(
                    ErrorCode.FORBIDDEN,
                    "a message cannot name another user as its sender than the one who logged in, " + who.name());
        }
    }
}
