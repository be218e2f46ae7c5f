using Vitrine.Cli.Report;
using Vitrine.Tests.Core.Summary;
using Xunit;

namespace Vitrine.Tests.Cli;

/// <summary>Expected texts, in tests/vectors/report. What a failed test got stands beside the test program, in the folder "actual".</summary>
internal static class ReportVectors
{
    public static void AssertShort(string name, SampleSession session)
    {
        using var writer = new StringWriter();
        PlainPage.Write(writer, ShortReport.ToPage(session.Summarise().ToReport(), "/home/ada"));
        AssertEqual("short-" + name, writer.ToString());
    }

    public static void AssertEqual(string name, string actual)
    {
        string folder = Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "actual")).FullName;
        File.WriteAllText(Path.Combine(folder, name + ".txt"), actual);
        string expected = Path.Combine(Root(), "tests", "vectors", "report", name + ".txt");
        Assert.True(File.Exists(expected), $"There is no vector {expected}; what was written stands in {folder}.");
        Assert.Equal(File.ReadAllText(expected), actual);
    }

    private static string Root()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "Vitrine.slnx")))
            folder = Path.GetDirectoryName(folder);
        return folder ?? throw new DirectoryNotFoundException("Vitrine.slnx is in no folder above the tests.");
    }
}
