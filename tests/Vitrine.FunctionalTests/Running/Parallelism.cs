using Vitrine.FunctionalTests.Running;

// Each test is a box or several, and on a small machine more of them at once only makes each slower.
[assembly: CollectionBehavior(MaxParallelThreads = 3)]
[assembly: AssemblyFixture(typeof(Machine))]
