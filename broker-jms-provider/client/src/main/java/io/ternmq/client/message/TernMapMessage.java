package io.ternmq.client.message;

import io.ternmq.message.BodyType;
import io.ternmq.message.MalformedDataException;
import io.ternmq.message.MapBody;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.MessageFormatException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** A message with names and values of primitive types, String and byte[]. Of a received one they are decoded when first read. */
public final class TernMapMessage extends TernMessage implements MapMessage {

    private Map<String, Object> entries = new LinkedHashMap<>();
    private byte[] encoded; // what the entries are, if that is known and they may not be decoded yet

    /** Makes a message without entries. */
    public TernMapMessage() {}

    @Override
    public boolean getBoolean(String name) throws JMSException {
        return Conversions.toBoolean(entries().get(name));
    }

    @Override
    public byte getByte(String name) throws JMSException {
        return Conversions.toByte(entries().get(name));
    }

    @Override
    public short getShort(String name) throws JMSException {
        return Conversions.toShort(entries().get(name));
    }

    @Override
    public char getChar(String name) throws JMSException {
        return Conversions.toChar(entries().get(name));
    }

    @Override
    public int getInt(String name) throws JMSException {
        return Conversions.toInt(entries().get(name));
    }

    @Override
    public long getLong(String name) throws JMSException {
        return Conversions.toLong(entries().get(name));
    }

    @Override
    public float getFloat(String name) throws JMSException {
        return Conversions.toFloat(entries().get(name));
    }

    @Override
    public double getDouble(String name) throws JMSException {
        return Conversions.toDouble(entries().get(name));
    }

    @Override
    public String getString(String name) throws JMSException {
        return Conversions.toString(entries().get(name));
    }

    @Override
    public byte[] getBytes(String name) throws JMSException {
        return Conversions.toBytes(entries().get(name));
    }

    @Override
    public Object getObject(String name) throws JMSException {
        return Conversions.copy(entries().get(name));
    }

    @Override
    public Enumeration<String> getMapNames() throws JMSException {
        return Collections.enumeration(new ArrayList<>(entries().keySet()));
    }

    @Override
    public boolean itemExists(String name) throws JMSException {
        return entries().containsKey(name);
    }

    @Override
    public void setBoolean(String name, boolean value) throws JMSException {
        set(name, value);
    }

    @Override
    public void setByte(String name, byte value) throws JMSException {
        set(name, value);
    }

    @Override
    public void setShort(String name, short value) throws JMSException {
        set(name, value);
    }

    @Override
    public void setChar(String name, char value) throws JMSException {
        set(name, value);
    }

    @Override
    public void setInt(String name, int value) throws JMSException {
        set(name, value);
    }

    @Override
    public void setLong(String name, long value) throws JMSException {
        set(name, value);
    }

    @Override
    public void setFloat(String name, float value) throws JMSException {
        set(name, value);
    }

    @Override
    public void setDouble(String name, double value) throws JMSException {
        set(name, value);
    }

    @Override
    public void setString(String name, String value) throws JMSException {
        set(name, value);
    }

    @Override
    public void setBytes(String name, byte[] value) throws JMSException {
        set(name, value);
    }

    @Override
    public void setBytes(String name, byte[] value, int offset, int length) throws JMSException {
        checkBodyWriteable();
        checkName(name);
        Objects.checkFromIndexSize(offset, length, value.length);
        put(name, Arrays.copyOfRange(value, offset, offset + length));
    }

    @Override
    public void setObject(String name, Object value) throws JMSException {
        set(name, value);
    }

    private void set(String name, Object value) throws JMSException {
        checkBodyWriteable();
        checkName(name);
        put(name, Conversions.checkedBodyValue(value));
    }

    private void put(String name, Object value) {
        entries.put(name, value);
        encoded = null;
    }

    private static void checkName(String name) {
        if (name == null || name.isEmpty()) {
            throw new IllegalArgumentException("an entry of a map needs a name, not null or the empty string");
        }
    }

    private Map<String, Object> entries() throws JMSException {
        if (entries == null) {
            try {
                entries = MapBody.decode(encoded);
            } catch (MalformedDataException e) {
                throw Failures.causedBy(
                        e,
                        new MessageFormatException("the map of a received message cannot be read: " + e.getMessage()));
            }
        }
        return entries;
    }

    @Override
    public byte[] encodeBody() {
        if (encoded == null) {
            encoded = MapBody.encode(entries);
        }
        return encoded;
    }

    @Override
    public void clearBody() throws JMSException {
        super.clearBody();
        entries = new LinkedHashMap<>();
        encoded = null;
    }

    @Override
    @SuppressWarnings("rawtypes") // as the interface has it
    public boolean isBodyAssignableTo(Class type) throws JMSException {
        return type == Map.class || type == Object.class || entries().isEmpty();
    }

    @Override
    Object body() throws JMSException {
        if (entries().isEmpty()) {
            return null;
        }
        Map<String, Object> copy = new LinkedHashMap<>(entries);
        copy.replaceAll((name, value) -> Conversions.copy(value));
        return copy;
    }

    @Override
    BodyType bodyType() {
        return BodyType.MAP;
    }

    @Override
    void receiveBody(byte[] body) {
        entries = null;
        encoded = body;
    }
}
