using System.Text;
using Vitrine.Audit.Reading;

namespace Vitrine.Tests.Audit.Reading;

/// <summary>A package made for a test, read, and gone.</summary>
internal static class ReadPackage
{
    public static StaticReading With(string name, string text, ReadingBudget? budget = null) => With([(name, Encoding.UTF8.GetBytes(text))], budget);

    public static StaticReading With(params (string Name, byte[] Bytes)[] files) => With(files, null);

    public static StaticReading With((string Name, byte[] Bytes)[] files, ReadingBudget? budget)
    {
        string directory = Directory.CreateTempSubdirectory("vitrine-reading-").FullName;
        try
        {
            foreach ((string name, byte[] bytes) in files)
            {
                string path = Path.Combine(directory, name);
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                File.WriteAllBytes(path, bytes);
            }

            return PackageReader.Read(directory, budget, TimeProvider.System, TestContextToken);
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static CancellationToken TestContextToken => Xunit.TestContext.Current.CancellationToken;
}
