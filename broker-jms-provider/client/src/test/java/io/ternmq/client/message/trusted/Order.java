package io.ternmq.client.message.trusted;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/** A class of an application that trusts its own package. */
public final class Order implements Serializable {

    private static final long serialVersionUID = 1L;

    public String id;
    public List<Object> lines = new ArrayList<>();

    public Order(String id) {
        this.id = id;
    }
}
