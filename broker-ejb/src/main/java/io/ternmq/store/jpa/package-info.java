/**
 * The message store by Jakarta Persistence (EclipseLink) on SQLite and PostgreSQL: one writer with group commit, readers beside it.
 * No other package knows these classes but {@link io.ternmq.store.jpa.JpaMessageStore}.
 */
package io.ternmq.store.jpa;
