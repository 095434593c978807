package io.ternmq.client;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.ternmq.wire.Frame;
import io.ternmq.wire.FrameCodec;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;

/** A broker of the first version, as far as the login goes: it knows no capability. */
final class OldBroker implements AutoCloseable {

    private final ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());

    OldBroker() throws IOException {
        Thread thread = new Thread(this::serve, "old-broker");
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        return server.getLocalPort();
    }

    private void serve() {
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                DataInputStream in = new DataInputStream(socket.getInputStream());
                read(in);
                write(
                        socket,
                        new Frame.Welcome(1, 0, FrameCodec.DEFAULT_MAX_FRAME, 0, "old", "1", List.of("ANONYMOUS")));
                read(in);
                write(socket, new Frame.LoggedIn("anonymous", new byte[0]));
                read(in); // Close
            } catch (IOException e) {
                continue; // the client went, or the test is over
            }
        }
    }

    private static void read(DataInputStream in) throws IOException {
        in.readFully(new byte[in.readInt()]);
    }

    private static void write(Socket socket, Frame frame) throws IOException {
        ByteBuf bytes = Unpooled.buffer();
        FrameCodec.encode(frame, bytes);
        socket.getOutputStream().write(bytes.array(), 0, bytes.readableBytes());
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
