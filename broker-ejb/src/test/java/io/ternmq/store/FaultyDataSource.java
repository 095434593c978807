package io.ternmq.store;

import java.io.PrintWriter;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Logger;
import javax.sql.DataSource;

/**
 * Connections of a real database whose n-th execution from now fails as a lost connection does. Commits count too, and fail either
 * before or after the database has carried them out.
 */
public final class FaultyDataSource implements DataSource {

    private static final String CONNECTION_LOST = "08006";

    private final DataSource source;
    private final AtomicLong executionsUntilFault = new AtomicLong();
    private final AtomicLong commitsUntilLostAnswer = new AtomicLong();
    private volatile boolean down;

    /** A data source that works until it is told to fail. */
    public FaultyDataSource(DataSource source) {
        this.source = source;
    }

    /** Makes the n-th execution or commit from now fail; 1 is the next. */
    public void failExecution(long n) {
        executionsUntilFault.set(n);
    }

    /** Lets the n-th commit from now be carried out, and its answer be lost. */
    public void loseAnswerOfCommit(long n) {
        commitsUntilLostAnswer.set(n);
    }

    /** Whether all fails. */
    public void setDown(boolean down) {
        this.down = down;
    }

    private void execution() throws SQLException {
        if (down || executionsUntilFault.getAndDecrement() == 1) {
            throw lost();
        }
    }

    private static SQLException lost() {
        return new SQLException("the fault that the test asked for", CONNECTION_LOST);
    }

    @Override
    public Connection getConnection() throws SQLException {
        if (down) {
            throw lost();
        }
        return proxy(Connection.class, source.getConnection(), (target, method, arguments) -> {
            if (method.getName().equals("commit")) {
                execution();
                Object done = call(target, method, arguments);
                if (commitsUntilLostAnswer.getAndDecrement() == 1) {
                    throw lost();
                }
                return done;
            }
            Object result = call(target, method, arguments);
            if (result instanceof PreparedStatement statement) {
                return proxy(PreparedStatement.class, statement, this::onStatement);
            }
            return result instanceof Statement statement
                    ? proxy(Statement.class, statement, this::onStatement)
                    : result;
        });
    }

    private Object onStatement(Object target, Method method, Object[] arguments) throws Throwable {
        if (method.getName().startsWith("execute")) {
            execution();
        }
        return call(target, method, arguments);
    }

    private static Object call(Object target, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static <T> T proxy(Class<T> type, T target, Interceptor interceptor) {
        InvocationHandler handler = (self, method, arguments) -> interceptor.invoke(target, method, arguments);
        return type.cast(
                Proxy.newProxyInstance(FaultyDataSource.class.getClassLoader(), new Class<?>[] {type}, handler));
    }

    /** What happens instead of a call. */
    private interface Interceptor {
        Object invoke(Object target, Method method, Object[] arguments) throws Throwable;
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        throw new SQLFeatureNotSupportedException("the user is the data source's own");
    }

    @Override
    public PrintWriter getLogWriter() throws SQLException {
        return source.getLogWriter();
    }

    @Override
    public void setLogWriter(PrintWriter out) throws SQLException {
        source.setLogWriter(out);
    }

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        source.setLoginTimeout(seconds);
    }

    @Override
    public int getLoginTimeout() throws SQLException {
        return source.getLoginTimeout();
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        return source.getParentLogger();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        return source.unwrap(type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) throws SQLException {
        return source.isWrapperFor(type);
    }
}
