package io.ternmq.web.health;

import io.ternmq.management.Management;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready is a broker that takes clients' connections. */
@Readiness
@ApplicationScoped
public class ReadyCheck implements HealthCheck {

    @Inject
    private Management management;

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("tern").status(management.isReady()).build();
    }
}
