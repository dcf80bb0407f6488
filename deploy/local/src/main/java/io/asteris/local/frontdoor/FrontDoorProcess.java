package io.asteris.local.frontdoor;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Runs the front door as a process of its own. */
public final class FrontDoorProcess {
    private FrontDoorProcess() {}

    /** The arguments with which {@link #main} runs a front door. */
    public static List<String> arguments(int port, Map<String, Integer> services) {
        List<String> arguments = new ArrayList<>(List.of(Integer.toString(port)));
        new TreeMap<>(services).forEach((name, servicePort) -> arguments.add(name + "=" + servicePort));
        return arguments;
    }

    /** Runs until the process is told to end. Arguments: port, then {@code service=port} for each. */
    public static void main(String[] arguments) {
        Map<String, Integer> services = new HashMap<>();
        for (String argument : List.of(arguments).subList(1, arguments.length)) {
            int sign = argument.indexOf('=');
            services.put(argument.substring(0, sign), Integer.parseInt(argument.substring(sign + 1)));
        }
        FrontDoor.start(Integer.parseInt(arguments[0]), services);
    }
}
