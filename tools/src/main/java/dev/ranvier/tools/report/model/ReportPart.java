package dev.ranvier.tools.report.model;

/** A section of a report. Sections appear in the order in which they are given. */
public sealed interface ReportPart
        permits TextPart,
                TablePart,
                RasterPart,
                TracePart,
                UtilisationPart,
                ConfusionPart,
                HeadroomPart,
                HistogramPart,
                PlotPart,
                MatrixPart,
                MeshPart,
                PlacementPart {

    /** Heading of the section, also its line in the table of contents. */
    String title();

    /** What the reader sees and how to read it, in one or two sentences; may be empty. */
    String caption();
}
