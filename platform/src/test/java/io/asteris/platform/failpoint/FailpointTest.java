package io.asteris.platform.failpoint;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class FailpointTest {
    @Test
    void reachingOneDoesNothingWhereNoTrapIsSet() {
        assertThatCode(() -> Failpoint.reach("claim.committed")).doesNotThrowAnyException();
    }

    @Test
    void noTrapIsOnTheClassPath() {
        assertThatThrownBy(() -> Class.forName(Failpoint.TRAP)).isInstanceOf(ClassNotFoundException.class);
    }
}
