package io.ternmq.client;

import io.ternmq.message.BranchId;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.transaction.xa.XAException;

/**
 * Which sessions of a connection have worked for the branches that are open, since a transaction manager ends a branch that several
 * have joined by one of them. A branch may be ended by another connection without a word, so only the newest are remembered.
 */
final class BranchWorkers {

    private static final int MAX_BRANCHES = 1_000;

    private final Map<BranchId, Set<BranchWork>> open = new LinkedHashMap<>();

    synchronized void add(BranchId branch, BranchWork work) {
        open.computeIfAbsent(branch, any -> new HashSet<>(2)).add(work);
        if (open.size() > MAX_BRANCHES) {
            open.remove(open.keySet().iterator().next());
        }
    }

    /** The branch has ended, and took nothing back. */
    synchronized void remove(BranchId branch) {
        open.remove(branch);
    }

    /** Runs a call that may roll the branch back; see {@link BranchWork#takeBackAround}. */
    void takeBackAround(BranchId branch, BranchWork.Call call) throws XAException {
        BranchWork.Call around = call;
        for (BranchWork work : workers(branch)) {
            BranchWork.Call inner = around;
            around = () -> work.takeBackAround(inner);
        }
        try {
            around.run();
            remove(branch);
        } catch (XAException e) {
            if (XaErrors.isEnded(e)) {
                remove(branch);
            }
            throw e;
        }
    }

    /** Descending, so that the calls which they nest in take their locks in one order. */
    private synchronized List<BranchWork> workers(BranchId branch) {
        return open.getOrDefault(branch, Set.of()).stream()
                .sorted(Comparator.comparingInt(BranchWork::sessionNumber).reversed())
                .toList();
    }
}
