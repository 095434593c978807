package io.ternmq.boot;

import com.arjuna.ats.arjuna.common.CoreEnvironmentBeanException;
import com.arjuna.ats.arjuna.common.ObjectStoreEnvironmentBean;
import com.arjuna.ats.arjuna.common.arjPropertyManager;
import com.arjuna.ats.arjuna.common.recoveryPropertyManager;
import com.arjuna.ats.arjuna.recovery.RecoveryManager;
import com.arjuna.ats.internal.jta.recovery.arjunacore.XARecoveryModule;
import com.arjuna.ats.jta.common.jtaPropertyManager;
import com.arjuna.ats.jta.recovery.XAResourceRecoveryHelper;
import com.arjuna.common.internal.util.propertyservice.BeanPopulator;
import jakarta.transaction.TransactionManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import javax.transaction.xa.XAResource;

/** A transaction manager as a program without a server has it, one a JVM: its log in a directory, recovery when a test asks for it. */
final class Narayana {

    private static final String NODE = "tern-test";

    private static Path log;

    private Narayana() {}

    /** Sets it up with a log for this JVM's tests, which their processes may share; it stays until the JVM ends. */
    static synchronized TransactionManager start() {
        return start(log == null ? temporary() : log);
    }

    private static Path temporary() {
        try {
            Path made = Files.createTempDirectory("tern-transactions");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(made)));
            return made;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The directory of its log. */
    static synchronized Path log() {
        return log;
    }

    /** Sets it up, the first time; all that share a log are one transaction manager that was started again. */
    static synchronized TransactionManager start(Path directory) {
        if (log == null) {
            log = directory;
            for (String store : new String[] {null, "stateStore", "communicationStore"}) {
                BeanPopulator.getNamedInstance(ObjectStoreEnvironmentBean.class, store)
                        .setObjectStoreDir(directory.toString());
            }
            try {
                arjPropertyManager.getCoreEnvironmentBean().setNodeIdentifier(NODE);
            } catch (CoreEnvironmentBeanException e) {
                throw new IllegalStateException(e);
            }
            jtaPropertyManager.getJTAEnvironmentBean().setXaRecoveryNodes(List.of(NODE));
            jtaPropertyManager.getJTAEnvironmentBean().setOrphanSafetyInterval(1);
            recoveryPropertyManager.getRecoveryEnvironmentBean().setRecoveryBackoffPeriod(1);
        }
        return com.arjuna.ats.jta.TransactionManager.transactionManager();
    }

    /** Makes one pass of recovery over these resources. */
    static synchronized void recover(XAResource... resources) {
        RecoveryManager manager = RecoveryManager.manager(RecoveryManager.DIRECT_MANAGEMENT);
        XARecoveryModule module = XARecoveryModule.getRegisteredXARecoveryModule();
        XAResourceRecoveryHelper helper = new XAResourceRecoveryHelper() {
            @Override
            public boolean initialise(String parameters) {
                return true;
            }

            @Override
            public XAResource[] getXAResources() {
                return resources;
            }
        };
        module.addXAResourceRecoveryHelper(helper);
        try {
            manager.scan();
        } finally {
            module.removeXAResourceRecoveryHelper(helper);
        }
    }
}
