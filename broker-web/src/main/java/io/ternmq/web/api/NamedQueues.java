package io.ternmq.web.api;

import io.ternmq.management.Management;
import io.ternmq.management.MessageView;
import io.ternmq.management.QueueView;
import io.ternmq.message.DestinationName;
import io.ternmq.web.problem.RefusedException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;

/** Queues by a name that came with a request. */
@ApplicationScoped
public class NamedQueues {

    static final int DEFAULT_MESSAGES = 50;
    static final int MAX_MESSAGES = 1_000;

    @Inject
    private Management management;

    /** The queue of that name; refused if there is none, or if none can have it. */
    QueueView queue(String name) {
        return management.queue(checked(name)).orElseThrow(NamedQueues::noSuchQueue);
    }

    /** Its first waiting messages; the limit is a query parameter as it came. */
    List<MessageView> messages(String name, String limit) {
        int count = PageRequest.number("limit", limit, DEFAULT_MESSAGES, MAX_MESSAGES);
        return management.messages(checked(name), count).orElseThrow(NamedQueues::noSuchQueue);
    }

    private static String checked(String name) {
        if (name == null) {
            throw RefusedException.badRequest("'name' is missing");
        }
        try {
            return DestinationName.queue(name).name();
        } catch (IllegalArgumentException refused) {
            throw RefusedException.badRequest(refused.getMessage());
        }
    }

    private static RefusedException noSuchQueue() {
        return RefusedException.notFound("There is no queue of that name");
    }
}
