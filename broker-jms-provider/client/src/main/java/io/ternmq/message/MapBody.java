package io.ternmq.message;

import java.util.LinkedHashMap;
import java.util.Map;

/** The encoding of a map message's body: a varint count, then a name (string) and a {@link TypedValues} value for each entry. */
public final class MapBody {

    private MapBody() {}

    /** The encoded form of the entries, in the map's order. */
    public static byte[] encode(Map<String, Object> entries) {
        BinaryWriter out = new BinaryWriter(16 + 24 * entries.size());
        out.writeVarLong(entries.size());
        entries.forEach((name, value) -> {
            out.writeString(name);
            TypedValues.write(out, value);
        });
        return out.toByteArray();
    }

    /**
     * The entries, in their order.
     *
     * @throws MalformedDataException if the bytes are not such a body
     */
    public static Map<String, Object> decode(byte[] bytes) {
        BinaryReader in = new BinaryReader(bytes);
        int count = in.readVarInt(in.remaining() / 2); // an entry takes two bytes at least
        Map<String, Object> entries = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            entries.put(in.readString(), TypedValues.read(in));
        }
        if (in.remaining() != 0) {
            throw new MalformedDataException(in.remaining() + " bytes behind the entries of a map");
        }
        return entries;
    }
}
