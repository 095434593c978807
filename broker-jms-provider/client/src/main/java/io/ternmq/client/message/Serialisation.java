package io.ternmq.client.message;

import jakarta.jms.MessageFormatException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputFilter;
import java.io.ObjectInputFilter.FilterInfo;
import java.io.ObjectInputFilter.Status;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.io.Serializable;

/** Java serialisation of the objects in object messages; whatever goes wrong in it is a {@link MessageFormatException}. */
final class Serialisation {

    private Serialisation() {}

    /** The object's bytes, or null for null. */
    static byte[] write(Serializable object) throws MessageFormatException {
        if (object == null) {
            return null;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(object);
        } catch (IOException | RuntimeException | StackOverflowError e) { // its class's own code may throw anything
            throw Failures.causedBy(
                    e,
                    new MessageFormatException(
                            "an object of " + object.getClass().getName() + " cannot be serialised: " + e));
        }
        return bytes.toByteArray();
    }

    /** A copy of what this program itself serialised. */
    static Serializable readOwn(byte[] bytes) throws MessageFormatException {
        return read(bytes, null);
    }

    /** What somebody else serialised, of classes that the filter allows. */
    static Serializable readFiltered(byte[] bytes, ObjectInputFilter allowed) throws MessageFormatException {
        return read(bytes, new Guard(allowed, bytes.length));
    }

    private static Serializable read(byte[] bytes, Guard guard) throws MessageFormatException {
        try (ObjectInputStream in = new ContextObjectInputStream(new ByteArrayInputStream(bytes))) {
            if (guard != null) {
                in.setObjectInputFilter(guard);
            }
            return (Serializable) in.readObject();
        } catch (IOException
                | ClassNotFoundException
                | RuntimeException
                | LinkageError
                | StackOverflowError e) { // its class's own code may throw anything
            String reason = guard != null && guard.refused != null ? guard.refused : e.toString();
            throw Failures.causedBy(e, new MessageFormatException("the object cannot be deserialised: " + reason));
        }
    }

    /** Refuses what the filter leaves undecided, and arrays larger than the bytes they come from; remembers what it refused. */
    private static final class Guard implements ObjectInputFilter {

        /** A hash table may be made eight times as large as its entries are many. */
        private static final long TABLE_FACTOR = 8;

        private final ObjectInputFilter allowed;
        private final long longestArray;
        private String refused;

        Guard(ObjectInputFilter allowed, int bytes) {
            this.allowed = allowed;
            this.longestArray = TABLE_FACTOR * bytes;
        }

        @Override
        public Status checkInput(FilterInfo info) {
            if (info.arrayLength() > longestArray) {
                refused = "it claims an array of " + info.arrayLength() + " elements";
                return Status.REJECTED;
            }
            Status status = allowed.checkInput(info);
            Class<?> type = info.serialClass();
            if (status == Status.REJECTED || status == Status.UNDECIDED && type != null) {
                refused = (type == null ? "an object" : type.getName()) + ", " + info.depth()
                        + " objects deep, is not allowed; if it is to be trusted, name its class, its package or a maxdepth in "
                        + AllowedClasses.PROPERTY;
                return Status.REJECTED;
            }
            return status;
        }
    }

    /** Looks for classes where the application has them first: in the thread's context class loader. */
    private static final class ContextObjectInputStream extends ObjectInputStream {

        ContextObjectInputStream(InputStream in) throws IOException {
            super(in);
        }

        @Override
        protected Class<?> resolveClass(ObjectStreamClass description) throws IOException, ClassNotFoundException {
            ClassLoader loader = Thread.currentThread().getContextClassLoader();
            if (loader != null) {
                try {
                    return Class.forName(description.getName(), false, loader);
                } catch (ClassNotFoundException e) {
                    return super.resolveClass(description); // a primitive type, or known to the client alone
                }
            }
            return super.resolveClass(description);
        }
    }
}
