package dev.ranvier.tools.cli;

public final class Main {
    public static void main(String[] args) {
        var r = new dev.ranvier.tools.bench.LoihiRecurrent().run(java.util.Map.of(), 1, 2);
        r.forEach(System.out::println);
    }
}
