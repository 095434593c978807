/** Destinations, subscriptions and where a message goes: pure functions and registries, as CDI beans that a deployer can add to. */
package io.ternmq.routing;
