package io.ternmq.boot;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A program that tests kill in the middle of its distributed transactions: TransferMain LOG BROKER DATABASE QUEUES FIRST POINT THREADS,
 * where FIRST is the resource that is enlisted first, broker or database. With a POINT it says so when its transaction gets there, and
 * goes on when it gets a line; with "none" it works until it fails. It says "moved" after each transaction.
 */
public final class TransferMain {

    private TransferMain() {}

    public static void main(String[] args) throws Exception {
        Narayana.start(Path.of(args[0]));
        boolean once = !args[5].equals("none");
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < Integer.parseInt(args[6]); i++) {
            Thread thread = new Thread(() -> work(args, once));
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.join();
        }
        System.out.println("ended");
        Runtime.getRuntime().halt(0); // without goodbye
    }

    private static void work(String[] args, boolean once) {
        try (Transfer transfer = new Transfer(
                Narayana.start(Path.of(args[0])), args[1], args[2], args[3], args[4].equals("broker"), point -> {
                    if (point.name().equals(args[5])) {
                        pause(point);
                    }
                })) {
            String moved;
            do {
                moved = transfer.run();
                System.out.println("moved");
            } while (moved != null && !once);
        } catch (Exception e) { // the broker is dead
            System.err.println("failed: " + e);
        }
    }

    private static void pause(CommitPoint point) {
        System.out.println("at " + point);
        try {
            System.in.read();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
