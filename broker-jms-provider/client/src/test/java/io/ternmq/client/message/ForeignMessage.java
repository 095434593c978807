package io.ternmq.client.message;

import jakarta.jms.Message;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.concurrent.Callable;

/** Messages of another provider: objects of no class of ours that behave as the interface says, but for what is given by name. */
final class ForeignMessage {

    private ForeignMessage() {}

    static <T extends Message> T of(Class<T> type, TernMessage behaviour) {
        return of(type, behaviour, Map.of());
    }

    static <T extends Message> T of(Class<T> type, TernMessage behaviour, Map<String, Callable<Object>> methods) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    if (methods.containsKey(method.getName())) {
                        return methods.get(method.getName()).call();
                    }
                    try {
                        return method.invoke(behaviour, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }
}
