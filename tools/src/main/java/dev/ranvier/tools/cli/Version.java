package dev.ranvier.tools.cli;

import picocli.CommandLine.IVersionProvider;

/** What {@code ranvier --version} prints. */
public final class Version implements IVersionProvider {
    /** Version of the build. */
    public static String text() {
        String version = Version.class.getPackage().getImplementationVersion();
        return "ranvier " + (version == null ? "(development build)" : version);
    }

    @Override
    public String[] getVersion() {
        return new String[] {text(), "Java " + Runtime.version()};
    }
}
