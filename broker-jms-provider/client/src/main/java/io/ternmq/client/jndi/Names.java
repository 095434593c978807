package io.ternmq.client.jndi;

import java.util.Iterator;
import javax.naming.NamingEnumeration;

/** An iterator as JNDI wants it. */
final class Names<T> implements NamingEnumeration<T> {

    private final Iterator<T> items;

    Names(Iterator<T> items) {
        this.items = items;
    }

    @Override
    public T next() {
        return items.next();
    }

    @Override
    public boolean hasMore() {
        return items.hasNext();
    }

    @Override
    public boolean hasMoreElements() {
        return items.hasNext();
    }

    @Override
    public T nextElement() {
        return items.next();
    }

    @Override
    public void close() {
        // holds nothing open
    }
}
