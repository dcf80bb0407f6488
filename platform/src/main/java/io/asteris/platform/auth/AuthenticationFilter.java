package io.asteris.platform.auth;

import io.asteris.platform.http.ProblemException;
import io.asteris.platform.http.ProblemType;
import jakarta.inject.Singleton;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.HttpHeaders;
import java.lang.reflect.Method;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Lets a request through to a resource method only with the scope that the method asks for. */
@Singleton
public class AuthenticationFilter {
    private final Authenticator authenticator;
    private final CurrentCaller current;

    AuthenticationFilter(Authenticator authenticator, CurrentCaller current) {
        this.authenticator = authenticator;
        this.current = current;
    }

    @ServerRequestFilter
    public void authenticate(ContainerRequestContext request, ResourceInfo resource) {
        Method method = resource.getResourceMethod();
        if (method.isAnnotationPresent(Public.class)
                || method.getDeclaringClass().isAnnotationPresent(Public.class)) {
            return;
        }
        Requires required = method.getAnnotation(Requires.class);
        if (required == null) {
            throw new ProblemException(ProblemType.FORBIDDEN, "Nobody may call this.");
        }
        String authorization = request.getHeaderString(HttpHeaders.AUTHORIZATION);
        current.set(
                required.site()
                        ? authenticator.forSite(
                                required.value(), authorization, request.getHeaderString(Authenticator.SITE_HEADER))
                        : authenticator.withScope(required.value(), authorization));
    }
}
