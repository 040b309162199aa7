package dev.ranvier.tools.report.html;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumberTextTest {

    @ParameterizedTest(name = "{0} in {1} is {2} {3}")
    @DisplayName("a quantity is shown with four digits and the prefix that suits it")
    @CsvSource(
            delimiter = '|',
            value = {
                "0.001273|J|1.273|mJ",
                "0.0000000000035|J|3.5|pJ",
                "1500|J|1,500|J",
                "0|s|0|s",
                "0.0183456|s|18.35|ms",
                "12.5|s|12.5|s",
                "-0.002|s|−2|ms",
                "1000000000|Hz|1|GHz",
                "2048|B|2.048|kB",
                "0.5|W|500|mW",
                "1234567|spikes|1,234,567|spikes",
                "1234.5678|mV|1,235|mV",
                "-0.00001234|mV|−1.234×10⁻⁵|mV",
                "NaN|J|–|''",
            })
    void quantities(double value, String unit, String number, String shownUnit) {
        assertEquals(new NumberText(number, shownUnit), NumberText.of(value, unit));
    }

    @ParameterizedTest(name = "{0} is {1} %")
    @DisplayName("percent never says 100 for less than all, nor 0 for more than nothing")
    @CsvSource(
            delimiter = '|',
            value = {
                "0|0",
                "1|100",
                "0.975|97.5",
                "0.9999|99.99",
                "0.99996|99.996",
                "0.0001|0.01",
                "1.317|131.7",
                "0.5|50"
            })
    void percent(double fraction, String shown) {
        assertEquals(shown, NumberText.percent(fraction));
    }

    @ParameterizedTest(name = "{0} within {1} letters is {2}")
    @DisplayName("a number that is too long for its place gets a power of ten")
    @CsvSource(
            delimiter = '|',
            value = {"38912771|13|38,912,771", "12345678901234|13|1.235×10¹³"})
    void within(double value, int letters, String shown) {
        assertEquals(shown, NumberText.of(value, "").within(letters, value).number());
    }
}
