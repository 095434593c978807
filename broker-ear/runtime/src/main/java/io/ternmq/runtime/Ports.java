package io.ternmq.runtime;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Looks at ports before a server is started for them, so that one that is taken is said in a line and at once. */
final class Ports {

    private Ports() {}

    /** The address's own port if it can be listened on, a free one if it is 0. */
    static int choose(String option, RunOptions.Address address) {
        try {
            return probe(address.resolve(), address.port());
        } catch (IOException e) {
            throw StartException.failed(option + " " + address.port() + ": " + address.host()
                    + " cannot be listened on there (" + e.getMessage() + "); is the port in use?");
        }
    }

    /** A port that is free now on loopback. */
    static int free() {
        try {
            return probe(InetAddress.getLoopbackAddress(), 0);
        } catch (IOException e) {
            throw StartException.failed("no free port on loopback: " + e.getMessage(), e);
        }
    }

    private static int probe(InetAddress address, int port) throws IOException {
        try (ServerSocket socket = new ServerSocket()) {
            // As the server itself will: connections of a broker that just ended do not count.
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(address, port));
            return socket.getLocalPort();
        }
    }
}
