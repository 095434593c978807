package io.ternmq.selector;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The grammar of 3.8.1.1 by recursive descent. Only brackets recurse, and their depth is limited; all chains are loops.
 *
 * <pre>
 *   or          and { OR and }
 *   and         not { AND not }             (in one method with or)
 *   not         { NOT } comparison
 *   comparison  sum [ comparator sum | [NOT] BETWEEN sum AND sum | [NOT] IN ( strings ) | [NOT] LIKE string [ESCAPE string]
 *               | IS [NOT] NULL ]
 *   sum         product { (+ | -) product }
 *   product     signed { (* | /) signed }   (in one method with sum)
 *   signed      { + | - } primary
 *   primary     identifier | literal | ( or )
 * </pre>
 */
final class Parser {

    private static final Set<String> HEADERS =
            Set.of("JMSDeliveryMode", "JMSPriority", "JMSMessageID", "JMSTimestamp", "JMSCorrelationID", "JMSType");

    private static final char NO_OPERATOR = 0;

    private final Lexer lexer;
    private int depth;
    private int terms;

    /** @throws InvalidSelectorException if the source is too long or its first token is wrong */
    Parser(String source) {
        if (source.length() > Selector.MAX_LENGTH) {
            throw new InvalidSelectorException("column " + (Selector.MAX_LENGTH + 1) + ": a selector has at most "
                    + Selector.MAX_LENGTH + " characters, this one has " + source.length());
        }
        lexer = new Lexer(source);
    }

    /** Parses the whole. */
    Condition parse() {
        int start = lexer.start();
        Condition condition = condition(or(), start);
        if (lexer.token() != Token.END) {
            throw unexpected("AND, OR or the end");
        }
        return condition;
    }

    /** Conditions joined by AND and OR, of which AND binds tighter, in one loop: a level of brackets takes few frames of the stack. */
    private Node or() {
        int start = lexer.start();
        Node first = not();
        if (lexer.token() != Token.AND && lexer.token() != Token.OR) {
            return first;
        }
        List<Condition> any = new ArrayList<>();
        List<Condition> all = new ArrayList<>();
        all.add(condition(first, start));
        while (lexer.token() == Token.AND || lexer.token() == Token.OR) {
            if (lexer.token() == Token.OR) {
                any.add(allOf(all));
                all.clear();
            }
            lexer.advance();
            int next = lexer.start();
            all.add(condition(not(), next));
        }
        any.add(allOf(all));
        return any.size() == 1 ? any.get(0) : new Condition.AnyOf(any);
    }

    private static Condition allOf(List<Condition> conditions) {
        return conditions.size() == 1 ? conditions.get(0) : new Condition.AllOf(conditions);
    }

    private Node not() {
        if (lexer.token() != Token.NOT) {
            return comparison();
        }
        boolean negated = false;
        while (accept(Token.NOT)) {
            negated = !negated;
        }
        int start = lexer.start();
        Condition condition = condition(comparison(), start);
        return negated ? new Condition.Not(condition) : condition; // twice NOT is nothing, for unknown too
    }

    private Node comparison() {
        int start = lexer.start();
        Node left = sum();
        Comparator comparator = comparator(lexer.token());
        if (comparator != null) {
            return compare(value(left, start), start, comparator);
        }
        if (accept(Token.IS)) {
            Identifier identifier = identifier(left, start, "IS NULL");
            boolean negated = accept(Token.NOT);
            expect(Token.NULL, "NULL");
            return new Condition.IsNull(identifier, negated);
        }
        boolean negated = accept(Token.NOT);
        if (accept(Token.BETWEEN)) {
            return between(number(left, start), negated);
        }
        if (accept(Token.IN)) {
            return new Condition.In(identifier(left, start, "IN"), strings(), negated);
        }
        if (accept(Token.LIKE)) {
            return new Condition.Like(identifier(left, start, "LIKE"), pattern(), negated);
        }
        if (negated) {
            throw unexpected("BETWEEN, IN or LIKE behind NOT");
        }
        return left;
    }

    private Condition compare(Operand left, int start, Comparator comparator) {
        lexer.advance();
        int next = lexer.start();
        Operand right = value(sum(), next);
        requireBoolean(left, right, next);
        requireBoolean(right, left, start);
        if (!comparator.isEquality() && !(left.canBeNumber() && right.canBeNumber())) {
            throw lexer.wrong(
                    left.canBeNumber() ? next : start,
                    "strings and booleans are compared by = and <> only, not by " + comparator);
        }
        return new Condition.Comparison(left, comparator, right);
    }

    /** TRUE and FALSE are no names of properties, and no other literal is ever equal to them: who writes so has mistaken them. */
    private void requireBoolean(Operand operand, Operand other, int otherStart) {
        if (operand.isBooleanLiteral() && !other.canBeBoolean()) {
            throw lexer.wrong(otherStart, "TRUE and FALSE are compared with a property or a boolean only");
        }
    }

    private static Comparator comparator(Token token) {
        return switch (token) {
            case EQUAL -> Comparator.EQUAL;
            case UNEQUAL -> Comparator.UNEQUAL;
            case LESS -> Comparator.LESS;
            case NOT_GREATER -> Comparator.NOT_GREATER;
            case GREATER -> Comparator.GREATER;
            case NOT_LESS -> Comparator.NOT_LESS;
            default -> null;
        };
    }

    private Condition between(Operand value, boolean negated) {
        int start = lexer.start();
        Operand low = number(sum(), start);
        expect(Token.AND, "AND and the upper bound of BETWEEN");
        int next = lexer.start();
        Operand high = number(sum(), next);
        return new Condition.Between(value, low, high, negated);
    }

    private Set<String> strings() {
        expect(Token.OPEN, "( and the values of IN");
        Set<String> values = new HashSet<>();
        do {
            values.add(string("a string among the values of IN"));
        } while (accept(Token.COMMA));
        expect(Token.CLOSE, ", or ) behind a value of IN");
        return Set.copyOf(values);
    }

    private LikePattern pattern() {
        int start = lexer.start();
        String pattern = string("a pattern in quotes behind LIKE");
        int escape = -1;
        if (accept(Token.ESCAPE)) {
            int at = lexer.start();
            String character = string("one character in quotes behind ESCAPE");
            if (character.isEmpty() || character.codePointCount(0, character.length()) != 1) {
                throw lexer.wrong(
                        at, "ESCAPE takes one character, not " + character.codePointCount(0, character.length()));
            }
            escape = character.codePointAt(0);
        }
        try {
            return new LikePattern(pattern, escape);
        } catch (IllegalArgumentException e) {
            throw lexer.wrong(start, e.getMessage());
        }
    }

    /** Values joined by the four operators, of which * and / bind tighter, in one loop as {@link #or}. */
    private Node sum() {
        int start = lexer.start();
        Node first = signed();
        if (operator(lexer.token()) == NO_OPERATOR) {
            return first;
        }
        Chain sum = new Chain();
        Chain product = new Chain();
        product.operands.add(number(first, start));
        for (char operator = operator(lexer.token()); operator != NO_OPERATOR; operator = operator(lexer.token())) {
            lexer.advance();
            if (operator == '+' || operator == '-') {
                sum.operands.add(product.end());
                sum.operators.append(operator);
                product = new Chain();
            } else {
                product.operators.append(operator);
            }
            int next = lexer.start();
            product.operands.add(number(signed(), next));
        }
        sum.operands.add(product.end());
        return sum.end();
    }

    private static char operator(Token token) {
        return switch (token) {
            case PLUS -> '+';
            case MINUS -> '-';
            case STAR -> '*';
            case SLASH -> '/';
            default -> NO_OPERATOR;
        };
    }

    /** Operands of one precedence and what stands between them. */
    private static final class Chain {
        private final List<Operand> operands = new ArrayList<>();
        private final StringBuilder operators = new StringBuilder();

        Operand end() {
            return operands.size() == 1 ? operands.get(0) : new Arithmetic(operands, operators);
        }
    }

    private Node signed() {
        boolean isSigned = false;
        boolean negative = false;
        while (lexer.token() == Token.PLUS || lexer.token() == Token.MINUS) {
            isSigned = true;
            negative ^= lexer.token() == Token.MINUS;
            lexer.advance();
        }
        if (lexer.token() == Token.NUMBER) {
            return numberLiteral(negative);
        }
        int start = lexer.start();
        Node primary = primary();
        return isSigned ? new Negation(number(primary, start), negative) : primary;
    }

    private Node primary() {
        return switch (lexer.token()) {
            case IDENTIFIER -> identifier();
            case STRING -> literal(lexer.text());
            case TRUE -> literal(true);
            case FALSE -> literal(false);
            case OPEN -> brackets();
            default -> throw unexpected("a value or a condition");
        };
    }

    private Node brackets() {
        if (++depth > Selector.MAX_DEPTH) {
            throw lexer.wrong("brackets nest at most " + Selector.MAX_DEPTH + " deep");
        }
        lexer.advance();
        Node inner = or();
        expect(Token.CLOSE, ")");
        depth--;
        return inner;
    }

    private Identifier identifier() {
        String name = lexer.text();
        if (name.startsWith("JMS") && !name.startsWith("JMSX") && !name.startsWith("JMS_") && !HEADERS.contains(name)) {
            throw lexer.wrong(
                    lexer.quoted() + " cannot be selected by; of the headers only JMSDeliveryMode, JMSPriority, "
                            + "JMSMessageID, JMSTimestamp, JMSCorrelationID and JMSType can");
        }
        countTerm();
        lexer.advance();
        return new Identifier(name);
    }

    private Literal literal(Object value) {
        countTerm();
        lexer.advance();
        return new Literal(value);
    }

    private Literal numberLiteral(boolean negative) {
        try {
            return literal(NumberLiteral.parse(lexer.text(), negative));
        } catch (NumberFormatException e) {
            throw lexer.wrong(lexer.quoted() + " " + e.getMessage());
        }
    }

    private void countTerm() {
        if (++terms > Selector.MAX_TERMS) {
            throw lexer.wrong("a selector names at most " + Selector.MAX_TERMS + " identifiers and literals");
        }
    }

    private Condition condition(Node node, int start) {
        if (node instanceof Condition condition) {
            return condition;
        }
        Operand operand = (Operand) node;
        if (operand instanceof Identifier || operand instanceof Literal literal && literal.value() instanceof Boolean) {
            return new Condition.Truth(operand);
        }
        throw lexer.wrong(start, "a condition was expected, not a value alone");
    }

    private Operand value(Node node, int start) {
        if (node instanceof Operand operand) {
            return operand;
        }
        throw lexer.wrong(start, "a value was expected, not a condition");
    }

    private Operand number(Node node, int start) {
        Operand operand = value(node, start);
        if (!operand.canBeNumber()) {
            throw lexer.wrong(start, "a number was expected, not a string or a boolean");
        }
        return operand;
    }

    private Identifier identifier(Node node, int start, String what) {
        if (node instanceof Identifier identifier) {
            return identifier;
        }
        throw lexer.wrong(start, "before " + what + " stands an identifier");
    }

    private String string(String what) {
        String value = lexer.text();
        expect(Token.STRING, what);
        return value;
    }

    private boolean accept(Token token) {
        boolean there = lexer.token() == token;
        if (there) {
            lexer.advance();
        }
        return there;
    }

    private void expect(Token token, String what) {
        if (!accept(token)) {
            throw unexpected(what);
        }
    }

    private InvalidSelectorException unexpected(String expected) {
        return lexer.wrong(expected + " was expected, not " + lexer.quoted());
    }
}
