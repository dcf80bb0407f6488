package io.asteris.gateway.site;

import io.asteris.contract.EmailAddress;
import io.asteris.contract.HeaderText;
import io.asteris.contract.event.SiteChanged;
import io.asteris.platform.http.FieldError;
import io.asteris.platform.http.ProblemException;
import io.asteris.platform.http.ProblemType;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an operator says of a site, on {@code POST /sites} and {@code PUT /sites/{site}}.
 *
 * @param state active where it is absent; a site is deleted by {@code DELETE} alone
 */
record SiteForm(
        @Nullable String name,
        @Nullable String timeZone,
        @Nullable EmailAddress adminEmail,
        @Nullable List<String> fromDomains,
        SiteChanged.@Nullable State state,
        SiteChanged.@Nullable Limits limits,
        @Nullable Boolean sandbox) {
    private static final int MAX_NAME_OCTETS = 200;
    private static final int MAX_DOMAINS = 100;

    /** A form in which every rule holds. */
    record Checked(
            String name,
            String timeZone,
            @Nullable EmailAddress adminEmail,
            List<String> fromDomains,
            SiteChanged.State state,
            @Nullable Integer acceptedPerMinute,
            boolean sandbox) {
        Checked {
            fromDomains = List.copyOf(fromDomains);
        }

        @Override
        public String toString() {
            return "form of site " + name;
        }
    }

    /** @throws ProblemException {@code 422} with all that is wrong */
    Checked checked() {
        var errors = new ArrayList<FieldError>();
        String checkedName = checkedName(errors);
        String checkedZone = checkedZone(errors);
        List<String> checkedDomains = checkedDomains(errors);
        Integer perMinute = limits == null ? null : limits.acceptedPerMinute();
        if (perMinute != null && perMinute < 1) {
            errors.add(new FieldError("/limits/accepted_per_minute", "a number of at least 1 is expected here"));
        }
        if (state == SiteChanged.State.DELETED) {
            errors.add(new FieldError("/state", "a site is deleted with DELETE"));
        }
        if (!errors.isEmpty()) {
            throw new ProblemException(ProblemType.INVALID, "The site breaks a rule.").with(errors);
        }
        return new Checked(
                checkedName,
                checkedZone,
                adminEmail,
                checkedDomains,
                state == null ? SiteChanged.State.ACTIVE : state,
                perMinute,
                Boolean.TRUE.equals(sandbox));
    }

    private String checkedName(List<FieldError> errors) {
        if (name == null || name.isBlank()) {
            errors.add(new FieldError("/name", "a site needs a name"));
            return "";
        }
        try {
            HeaderText.check(name, MAX_NAME_OCTETS);
        } catch (IllegalArgumentException broken) {
            errors.add(new FieldError("/name", String.valueOf(broken.getMessage())));
        }
        return name;
    }

    private String checkedZone(List<FieldError> errors) {
        try {
            ZoneId zone = ZoneId.of(timeZone == null ? "" : timeZone);
            if (!(zone instanceof ZoneOffset) && ZoneId.getAvailableZoneIds().contains(zone.getId())) {
                return zone.getId();
            }
        } catch (DateTimeException notAZone) {
            // Falls through to the one answer for every bad zone.
        }
        errors.add(
                new FieldError("/time_zone", "a time zone of the IANA list is expected here, such as Europe/Helsinki"));
        return "";
    }

    private List<String> checkedDomains(List<FieldError> errors) {
        var domains = new ArrayList<String>();
        List<String> given = fromDomains == null ? List.of() : fromDomains;
        if (given.size() > MAX_DOMAINS) {
            errors.add(new FieldError("/from_domains/" + MAX_DOMAINS, "at most " + MAX_DOMAINS + " are allowed here"));
            return domains;
        }
        for (int i = 0; i < given.size(); i++) {
            try {
                domains.add(EmailAddress.asciiDomain(given.get(i)));
            } catch (IllegalArgumentException broken) {
                errors.add(new FieldError("/from_domains/" + i, String.valueOf(broken.getMessage())));
            }
        }
        return domains;
    }

    @Override
    public String toString() {
        return "form of site " + name;
    }
}
