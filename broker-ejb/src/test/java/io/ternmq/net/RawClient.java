package io.ternmq.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.ternmq.wire.Frame;
import io.ternmq.wire.FrameCodec;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;

/** Speaks DMQP frame by frame, or bytes that are none, over a plain socket. */
final class RawClient implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 20_000;

    private final Socket socket = new Socket();
    private final DataInputStream in;

    RawClient(InetSocketAddress address) throws IOException {
        socket.connect(address, PATIENCE_MILLIS);
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.setTcpNoDelay(true);
        in = new DataInputStream(socket.getInputStream());
    }

    /** As an anonymous client that is logged in. */
    static RawClient open(InetSocketAddress address) throws IOException {
        RawClient client = new RawClient(address);
        client.send(hello());
        client.receive(Frame.Welcome.class);
        client.send(new Frame.Authenticate("ANONYMOUS", new byte[0]));
        client.receive(Frame.LoggedIn.class);
        return client;
    }

    static Frame.Hello hello() {
        return new Frame.Hello(1, 1, 0, FrameCodec.DEFAULT_MAX_FRAME, 30_000, "raw");
    }

    void send(Frame frame) throws IOException {
        ByteBuf bytes = Unpooled.buffer();
        FrameCodec.encode(frame, bytes);
        sendBytes(bytes.array(), bytes.readableBytes());
    }

    void sendBytes(byte[] bytes, int length) throws IOException {
        socket.getOutputStream().write(bytes, 0, length);
        socket.getOutputStream().flush();
    }

    /** The next frame, or null once the broker has closed the connection. */
    Frame receive() throws IOException {
        try {
            byte[] bytes = new byte[in.readInt()];
            in.readFully(bytes);
            return FrameCodec.decode(Unpooled.wrappedBuffer(bytes));
        } catch (EOFException | SocketException e) {
            return null;
        }
    }

    /** The next frame, heartbeats passed over, which must be one of that type. */
    <T extends Frame> T receive(Class<T> type) throws IOException {
        Frame frame = receive();
        while (frame instanceof Frame.Heartbeat) {
            frame = receive();
        }
        return type.cast(frame);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
