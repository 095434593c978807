/**
 * Who is calling and whether that is allowed. One mechanism finds the caller, one filter stands before every path and lets
 * nothing through that it does not know to be public.
 */
package io.ternmq.web.security;
