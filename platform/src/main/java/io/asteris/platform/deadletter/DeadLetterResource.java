package io.asteris.platform.deadletter;

import io.asteris.platform.auth.Requires;
import io.asteris.platform.auth.Scope;
import io.asteris.platform.http.Api;
import io.asteris.platform.http.Paging;
import io.asteris.platform.http.ProblemException;
import io.asteris.platform.http.ProblemType;
import io.quarkus.arc.All;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The operator's view of what this service could not read. */
@Path(Api.BASE + "/dead-letters")
@Blocking
public class DeadLetterResource {
    private final List<DeadLetterSource> sources;

    DeadLetterResource(@All List<DeadLetterSource> sources) {
        this.sources = sources;
    }

    /** The newest, without paging: there should be none, and a person looks at each. */
    public record Listed(List<DeadLetter> data) {}

    /** A letter that is being read again. */
    public record Replayed(String id, String state) {}

    @GET
    @Requires(value = Scope.ADMIN, site = false)
    public Listed list(@QueryParam("limit") @Nullable String limit) {
        int most = Paging.limit(limit);
        return new Listed(sources.stream()
                .flatMap(source -> source.list(most).stream())
                .sorted(Comparator.comparing(DeadLetter::at).reversed())
                .limit(most)
                .toList());
    }

    @POST
    @Path("{id}/replay")
    @Requires(value = Scope.ADMIN, site = false)
    public Response replay(@PathParam("id") String id) {
        for (DeadLetterSource source : sources) {
            switch (source.replay(id)) {
                case DeadLetterSource.Replay.Taken() -> {
                    return Response.accepted(new Replayed(id, "replayed")).build();
                }
                case DeadLetterSource.Replay.Unreadable(String reason) ->
                    throw new ProblemException(
                            ProblemType.CONFLICT, "It still cannot be read (" + reason + "); it stays where it is.");
                case DeadLetterSource.Replay.Unknown() -> {}
            }
        }
        throw new ProblemException(ProblemType.NOT_FOUND, "No dead letter of that id lies here.");
    }
}
