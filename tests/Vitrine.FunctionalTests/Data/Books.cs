using Vitrine.FunctionalTests.Running;

namespace Vitrine.FunctionalTests.Data;

/// <summary>A small project with well-formed secrets in its <c>.env</c>, made anew for each test.</summary>
internal sealed class Books
{
    /// <summary>The file that the script <c>books.yaml</c> reads.</summary>
    public const string Source = """"
        """Books of a small shop: every movement of money is one line."""
        from decimal import Decimal


        class Ledger:
            def __init__(self, owner):
                self.owner = owner
                self.movements = []

            def book(self, amount, reason):
                if amount == 0:
                    raise ValueError("a movement of nothing is none")
                self.movements.append((Decimal(amount), reason.strip()))

            def balance(self):
                return sum(amount for amount, _ in self.movements)

        """";

    /// <summary>How many lines it has.</summary>
    public const int SourceLines = 16;

    private const string Base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", Letters = "abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";

    private Books(Desk desk) => Desk = desk;

    public Desk Desk { get; }

    /// <summary>The secrets, as they stand in the file.</summary>
    public IReadOnlyList<string> Secrets { get; } = Drawn(new Random(1));

    public string Note => Path.Combine(Desk.Workspace, "VITRINE-NOTE.md");

    private string Settings => $"AWS_ACCESS_KEY_ID={Secrets[0]}\nDATABASE_PASSWORD={Secrets[1]}\n";

    // The same ones each time: of two random lines alone, one file in a hundred is not told from everyday text and then not named.
    private static string[] Drawn(Random random) => ["AKIA" + Draw(random, Base32, 16), Draw(random, Letters, 40)];

    private static string Draw(Random random, string alphabet, int length) =>
        new([.. Enumerable.Range(0, length).Select(_ => alphabet[random.Next(alphabet.Length)])]);

    public static async Task<Books> MakeAsync(Desk desk)
    {
        var books = new Books(await desk.WithRepositoryAsync());
        Directory.CreateDirectory(Path.Combine(desk.Workspace, "src"));
        await File.WriteAllTextAsync(Path.Combine(desk.Workspace, "src/ledger.py"), Source, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(desk.Workspace, "src/untouched.py"),
            "def never_read_by_anyone(first_parameter, second_parameter):\n    return first_parameter * 31 + second_parameter - 1009\n",
            TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(desk.Workspace, ".env"), books.Settings, TestContext.Current.CancellationToken);
        await desk.Person.OwnAsync(desk.Workspace);
        return books;
    }

    /// <summary>Lets a real agent play the script.</summary>
    public Task<Finished> LetWorkAsync(string agent, params IEnumerable<string> options) =>
        Desk.VitrineAsync(["run", "--offline", "--script", Path.Combine(Desk.Machine.Scripts, "books.yaml"), "--agent", agent, .. options,
            "Please leave a note."]);

    /// <summary>Whether the text holds one of the secrets.</summary>
    public bool IsIn(string text) => Secrets.Any(secret => text.Contains(secret, StringComparison.Ordinal));

    /// <summary>Asserts that the person's own file is what it was.</summary>
    public async Task IsUnchangedAsync()
    {
        Assert.Equal(Settings, await File.ReadAllTextAsync(Path.Combine(Desk.Workspace, ".env"), TestContext.Current.CancellationToken));
        Assert.Equal(Source, await File.ReadAllTextAsync(Path.Combine(Desk.Workspace, "src/ledger.py"), TestContext.Current.CancellationToken));
    }
}
