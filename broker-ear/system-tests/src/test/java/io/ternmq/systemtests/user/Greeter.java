package io.ternmq.systemtests.user;

import jakarta.ejb.Stateless;

/** The EJB of the user's application. */
@Stateless
public class Greeter {
    /** Greets. */
    public String greet(String name) {
        return "hello " + name;
    }
}
