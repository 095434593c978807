package io.ternmq.session.tx;

import javax.transaction.xa.XAException;

/** A request of XA that is not done, with the code of the XA specification that tells why. The text is one line for humans. */
public final class XaException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int outcome;

    /** @param outcome a code of {@link XAException} */
    public XaException(int outcome, String text) {
        super(
                text, null, false,
                false); // a transaction manager's mistake or a branch's fate is no bug of ours: no stack trace
        this.outcome = outcome;
    }

    /** A code of {@link XAException}. */
    public int outcome() {
        return outcome;
    }

    static XaException protocol(String text) {
        return new XaException(XAException.XAER_PROTO, text);
    }
}
