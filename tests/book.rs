//! The book of laws, on the tables of two networks.

mod small {
    use landbridge::Network;
    landbridge::book_of_laws!(Network::from_dir("tests/fixtures/small").unwrap(), cases = 64);
}

mod bundled {
    use landbridge::Network;
    landbridge::book_of_laws!(Network::bundled(), cases = 2);
}
