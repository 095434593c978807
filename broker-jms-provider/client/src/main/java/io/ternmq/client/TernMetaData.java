package io.ternmq.client;

import jakarta.jms.ConnectionMetaData;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;

/** What this client says of itself (6.1.6). */
final class TernMetaData implements ConnectionMetaData {

    private static final String UNPACKED = "1.0";

    private final List<String> jmsx;

    /** @param jmsx the names of the JMSX properties that the connection supports */
    TernMetaData(List<String> jmsx) {
        this.jmsx = jmsx;
    }

    /** The client's version; that of the source tree if it does not run from its jar. */
    static String version() {
        String version = TernMetaData.class.getPackage().getImplementationVersion();
        return version == null ? UNPACKED : version;
    }

    private static int part(int index) {
        String[] parts = version().split("[^0-9]+");
        return index < parts.length && !parts[index].isEmpty() ? Integer.parseInt(parts[index]) : 0;
    }

    @Override
    public String getJMSVersion() {
        return "3.1";
    }

    @Override
    public int getJMSMajorVersion() {
        return 3;
    }

    @Override
    public int getJMSMinorVersion() {
        return 1;
    }

    @Override
    public String getJMSProviderName() {
        return "Tern";
    }

    @Override
    public String getProviderVersion() {
        return version();
    }

    @Override
    public int getProviderMajorVersion() {
        return part(0);
    }

    @Override
    public int getProviderMinorVersion() {
        return part(1);
    }

    @Override
    public Enumeration<?> getJMSXPropertyNames() {
        return Collections.enumeration(jmsx);
    }
}
