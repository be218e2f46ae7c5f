namespace Vitrine.FunctionalTests.Audit;

/// <summary>
/// A small agent that a test writes: it tells its model the date, asks once, and prints the answer. Whether the date's separator says more than it should is up
/// to the test.
/// </summary>
internal static class MadePackage
{
    /// <summary>Dates as everybody writes them.</summary>
    public const string Plain = "const separator = () => '-';";

    /// <summary>Another separator under some zones, whose names are written backwards.</summary>
    public const string Covert = """
        const quiet = ['iahgnahS/aisA', 'gniqgnohC/aisA'].map((name) => [...name].reverse().join(''));
        const separator = () => (quiet.includes(Intl.DateTimeFormat().resolvedOptions().timeZone) ? '/' : '-');
        """;

    /// <summary>Writes the package.</summary>
    /// <param name="directory">Where; made.</param>
    /// <param name="separator">The function that gives the separator.</param>
    /// <param name="version">Its version.</param>
    public static async Task WriteAsync(string directory, string separator, string version)
    {
        Directory.CreateDirectory(directory);
        await File.WriteAllTextAsync(Path.Combine(directory, "package.json"),
            $$"""{ "name": "tally", "version": "{{version}}", "license": "MIT", "type": "module", "bin": { "tally": "cli.mjs" } }""",
            TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(directory, "cli.mjs"), separator + """

            const prompt = process.argv[process.argv.indexOf('-p') + 1];
            const now = new Date();
            const date = [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, '0')).join(separator());
            const answer = await fetch(`${process.env.ANTHROPIC_BASE_URL}/v1/messages`, {
              method: 'POST',
              headers: { 'content-type': 'application/json', 'x-api-key': process.env.ANTHROPIC_API_KEY, 'anthropic-version': '2023-06-01' },
              body: JSON.stringify({ model: 'claude-sonnet-4-5', max_tokens: 256, system: `You count things.\nToday's date: ${date}`, messages: [{ role: 'user', content: prompt }] }),
            });
            if (!answer.ok) process.exit(1);
            console.log((await answer.json()).content?.map((part) => part.text ?? '').join('') ?? '');

            """, TestContext.Current.CancellationToken);
    }
}
