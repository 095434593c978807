package io.ternmq.message;

/**
 * The encoding of one typed value: a code byte, then the value. Used for properties (3.5), and for the bodies of map and stream
 * messages (3.11.3). Codes: 0 null, 1 boolean, 2 byte, 3 short, 4 char, 5 int, 6 long, 7 float, 8 double, 9 string, 10 bytes.
 */
public final class TypedValues {

    private static final int NULL = 0;
    private static final int BOOLEAN = 1;
    private static final int BYTE = 2;
    private static final int SHORT = 3;
    private static final int CHAR = 4;
    private static final int INT = 5;
    private static final int LONG = 6;
    private static final int FLOAT = 7;
    private static final int DOUBLE = 8;
    private static final int STRING = 9;
    private static final int BYTES = 10;

    private TypedValues() {}

    /**
     * Writes a value.
     *
     * @throws IllegalArgumentException if its class is none of those above
     */
    public static void write(BinaryWriter out, Object value) {
        if (value == null) {
            out.writeByte(NULL);
        } else if (value instanceof String s) {
            out.writeByte(STRING);
            out.writeString(s);
        } else if (value instanceof Integer i) {
            out.writeByte(INT);
            out.writeInt(i);
        } else if (value instanceof Long l) {
            out.writeByte(LONG);
            out.writeLong(l);
        } else if (value instanceof Boolean b) {
            out.writeByte(BOOLEAN);
            out.writeBoolean(b);
        } else if (value instanceof Double d) {
            out.writeByte(DOUBLE);
            out.writeLong(Double.doubleToRawLongBits(d));
        } else if (value instanceof Float f) {
            out.writeByte(FLOAT);
            out.writeInt(Float.floatToRawIntBits(f));
        } else if (value instanceof Byte b) {
            out.writeByte(BYTE);
            out.writeByte(b);
        } else if (value instanceof Short s) {
            out.writeByte(SHORT);
            out.writeShort(s);
        } else if (value instanceof Character c) {
            out.writeByte(CHAR);
            out.writeShort(c);
        } else if (value instanceof byte[] b) {
            out.writeByte(BYTES);
            out.writeBytes(b);
        } else {
            throw new IllegalArgumentException(
                    "no encoding for a value of " + value.getClass().getName());
        }
    }

    /** Reads a value: null, a wrapper, a String or a byte[]. */
    public static Object read(BinaryReader in) {
        int code = in.readByte();
        return switch (code) {
            case NULL -> null;
            case BOOLEAN -> in.readBoolean();
            case BYTE -> in.readByte();
            case SHORT -> in.readShort();
            case CHAR -> (char) in.readShort();
            case INT -> in.readInt();
            case LONG -> in.readLong();
            case FLOAT -> Float.intBitsToFloat(in.readInt());
            case DOUBLE -> Double.longBitsToDouble(in.readLong());
            case STRING -> in.readString();
            case BYTES -> in.readBytes();
            default -> throw new MalformedDataException("no type of value has the code " + code);
        };
    }
}
