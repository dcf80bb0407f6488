package io.asteris.local.set;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** A checkout in which every service is built, and is a {@link FakeService}. */
final class FakeCheckout {
    private FakeCheckout() {}

    static Checkout in(Path root) throws IOException {
        for (Service service : Service.values()) {
            Path jar = root.resolve(service.module()).resolve("target/quarkus-app/quarkus-run.jar");
            Files.createDirectories(jar.getParent());
            write(jar);
        }
        return new Checkout(root, System.getProperty("java.class.path"));
    }

    private static void write(Path jar) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, FakeService.class.getName());
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file, manifest)) {
            for (String name : new String[] {"FakeService", "FakeService$Answer"}) {
                String entry = "io/asteris/local/set/" + name + ".class";
                out.putNextEntry(new JarEntry(entry));
                try (var in = FakeCheckout.class.getResourceAsStream("/" + entry)) {
                    if (in == null) {
                        throw new IOException("There is no class " + entry);
                    }
                    in.transferTo(out);
                }
            }
        }
    }
}
