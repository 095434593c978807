/** A broker inside a test's JVM, for applications that use Tern. */
package io.ternmq.test;
