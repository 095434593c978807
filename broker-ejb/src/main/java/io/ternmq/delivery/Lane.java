package io.ternmq.delivery;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** Runs tasks one at a time, in the order they came. What belongs to a lane is touched in its turns only. */
public interface Lane extends Executor {

    /** Whether the caller is in a turn of this lane. */
    boolean inLane();

    /**
     * Runs the task in a turn, once the time has passed.
     *
     * @return takes it back, if it has not run
     */
    Runnable schedule(Runnable task, long delayMillis);

    /** Runs the task: at once if the caller is in a turn, else in a turn of its own. */
    default void run(Runnable task) {
        if (inLane()) {
            task.run();
        } else {
            execute(task);
        }
    }

    /** As {@link #run}, for an answer. What the task throws fails the future. */
    default <T> CompletableFuture<T> call(Supplier<T> task) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        run(() -> {
            try {
                answer.complete(task.get());
            } catch (RuntimeException e) {
                answer.completeExceptionally(e);
            }
        });
        return answer;
    }
}
