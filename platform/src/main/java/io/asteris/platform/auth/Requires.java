package io.asteris.platform.auth;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The scope that a resource method asks of the caller's key. A method with neither this nor {@link Public} is closed to all. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Requires {
    /** The scope. */
    Scope value();

    /** Whether the method is about one site; an admin key must then name it with {@code X-Asteris-Site}. */
    boolean site() default true;
}
