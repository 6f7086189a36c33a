package sparring.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** How the worlds of a test class, or the world of one test, are made. That of the test counts alone. */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface WorldOptions {
    /** The seed of all chance in the world; drawn if it is negative. The message of a failed test has it. */
    long seed() default -1;

    /** World time at the beginning, as RFC 3339 has it; empty means now. */
    String at() default "";

    /** "frozen" or "running"; empty means as the server was told. */
    String clock() default "";

    /** Readings of the vendors' texts, each as API.NAME=VALUE: "bonder.createByPut=true". */
    String[] switches() default {};
}
