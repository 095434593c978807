/**
 * Who may in and what they may do: the ports, and what a login takes. A leaf: it knows no other package of the broker. The users of
 * the store are in {@code security.users}.
 */
package io.ternmq.security;
