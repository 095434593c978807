package io.ternmq.wire;

/** The codes of the frames' types: the byte behind the length. A code is never used again for another frame. */
final class FrameType {

    static final int HELLO = 1;
    static final int WELCOME = 2;
    static final int AUTHENTICATE = 3;
    static final int CHALLENGE = 4;
    static final int RESPONSE = 5;
    static final int LOGGED_IN = 6;
    static final int IDENTIFY = 7;
    static final int OPEN_SESSION = 8;
    static final int CLOSE_SESSION = 9;
    static final int SEND = 10;
    static final int SUBSCRIBE = 11;
    static final int CLOSE_CONSUMER = 12;
    static final int CREDIT = 13;
    static final int DRAINED = 14;
    static final int DELIVER = 15;
    static final int ACKNOWLEDGE = 16;
    static final int RECOVER = 17;
    static final int COMMIT = 18;
    static final int ROLLBACK = 19;
    static final int CREATE_TEMPORARY = 20;
    static final int CREATED = 21;
    static final int DELETE_TEMPORARY = 22;
    static final int DELETE_SUBSCRIPTION = 23;
    static final int DONE = 24;
    static final int FAILED = 25;
    static final int HEARTBEAT = 26;
    static final int CLOSE = 27;
    static final int XA_START = 28;
    static final int XA_END = 29;
    static final int XA_PREPARE = 30;
    static final int XA_COMMIT = 31;
    static final int XA_ROLLBACK = 32;
    static final int XA_FORGET = 33;
    static final int XA_RECOVER = 34;
    static final int XA_OUTCOME = 35;
    static final int XA_RECOVERED = 36;
    static final int ASSIGN = 37;

    private FrameType() {}

    /** Whether a frame of that type is read before the login is done; all others are refused unread. */
    static boolean isAllowedBeforeLogin(int type) {
        return type >= HELLO && type <= LOGGED_IN || type >= FAILED && type <= CLOSE;
    }
}
