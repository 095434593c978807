package io.ternmq.cli;

import java.util.ArrayList;
import java.util.List;

/** A table for a terminal: the first column to the left, the others to the right if they hold figures. */
final class TextTable {

    private static final String GAP = "  ";

    private final List<List<String>> rows = new ArrayList<>();
    private final int columns;
    private final boolean figures;

    private TextTable(boolean figures, List<String> heads) {
        this.figures = figures;
        this.columns = heads.size();
        rows.add(heads);
    }

    /** A table of names with figures behind them. */
    static TextTable ofFigures(String... heads) {
        return new TextTable(true, List.of(heads));
    }

    /** A table of text. */
    static TextTable ofText(String... heads) {
        return new TextTable(false, List.of(heads));
    }

    void add(String... cells) {
        if (cells.length != columns) {
            throw new IllegalArgumentException(cells.length + " cells for " + columns + " columns");
        }
        rows.add(List.of(cells));
    }

    /** The lines, each with its LF. */
    @Override
    public String toString() {
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], length(row.get(i)));
            }
        }
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < columns; i++) {
                String padding = " ".repeat(widths[i] - length(row.get(i)));
                boolean right = figures && i > 0;
                line.append(i == 0 ? "" : GAP).append(right ? padding + row.get(i) : row.get(i) + padding);
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }

    private static int length(String cell) {
        return cell.codePointCount(0, cell.length());
    }
}
