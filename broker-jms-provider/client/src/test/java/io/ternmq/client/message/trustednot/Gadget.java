package io.ternmq.client.message.trustednot;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.util.concurrent.atomic.AtomicInteger;

/** What an attacker sends: its code runs when it is deserialised. Its package begins like the trusted one. */
public final class Gadget implements Serializable {

    private static final long serialVersionUID = 1L;

    public static final AtomicInteger RUNS = new AtomicInteger();

    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
        in.defaultReadObject();
        RUNS.incrementAndGet();
    }
}
