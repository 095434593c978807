/**
 * Who is calling and whether that is allowed. One filter stands before every path and lets nothing through that it does not
 * know to be public, unless it knows who is calling.
 */
package io.ternmq.web.security;
