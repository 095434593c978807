/** One connection's state and that of its sessions: what each frame of DMQP makes the broker do. Knows no network. */
package io.ternmq.session;
