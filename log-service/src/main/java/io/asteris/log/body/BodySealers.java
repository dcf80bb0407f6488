package io.asteris.log.body;

import io.asteris.contract.SiteId;
import io.asteris.platform.content.ContentSealer;
import io.asteris.platform.content.DataKeyDestroyedException;
import io.asteris.platform.content.SiteSealer;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Gives what packs and seals the bodies that come in, and lets the dictionaries of their sites be looked after. */
@ApplicationScoped
public class BodySealers {
    private final ContentSealer sealer;
    private final Dictionaries dictionaries;
    private final DictionaryUpkeep upkeep;

    BodySealers(ContentSealer sealer, Dictionaries dictionaries, DictionaryUpkeep upkeep) {
        this.sealer = sealer;
        this.dictionaries = dictionaries;
        this.upkeep = upkeep;
    }

    /** One for each of the sites that have bodies to seal now, but for those that were deleted. */
    public Uni<Map<SiteId, BodySealer>> of(Collection<SiteId> sites) {
        upkeep.wake(sites);
        return Multi.createFrom()
                .iterable(sites)
                .onItem()
                .transformToUniAndConcatenate(this::keyed)
                .collect()
                .asList()
                .map(found -> found.stream()
                        .flatMap(Optional::stream)
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)))
                .chain(keyed -> dictionaries.newest(keyed).map(newest -> keyed.entrySet().stream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey, one -> new BodySealer(one.getValue(), newest.get(one.getKey()))))));
    }

    private Uni<Optional<Map.Entry<SiteId, SiteSealer>>> keyed(SiteId site) {
        return sealer.of(site)
                .map(found -> Optional.of(Map.entry(site, found)))
                .onFailure(DataKeyDestroyedException.class)
                .recoverWithItem(Optional.empty());
    }
}
