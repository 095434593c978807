/** The answers of {@code /health/ready} and {@code /health/live} (MicroProfile Health). */
package io.ternmq.web.health;
